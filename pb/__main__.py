import sys

from pb.cli import main

sys.exit(main())
