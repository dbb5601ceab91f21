"""Has a program that tests start live at the moment that CANDOUR_TEST_CLOCK names.

Python runs this before anything else where this folder is on PYTHONPATH; time goes on from there.
"""

import os
from datetime import datetime

import time_machine

if moment := os.environ.get("CANDOUR_TEST_CLOCK"):
    time_machine.travel(datetime.fromisoformat(moment), tick=True).start()
