"""Who is told of what: news by topic, following, digests by mail, feeds."""
