"""The voice engine: from the customer's sound to the kiosk's, without a window."""

import os

# numpy's threads spin while they wait for each other: beside a window, a voice and a microphone on two cores, a search
# over phrases takes three times as long with two of them as with one. It must be said before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
