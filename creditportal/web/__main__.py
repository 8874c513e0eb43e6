import sys

from creditportal.web.server import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
