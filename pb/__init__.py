"""The town's web application. `pb.app` builds it; every other room is described in the README's map."""
