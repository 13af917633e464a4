"""`python -m mka_assist` is the same as `mka-assist`."""

from mka_assist.cli import main

if __name__ == "__main__":
    main()
