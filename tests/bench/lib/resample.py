"""How sure a figure is that comes from rounds."""

import random
from statistics import median


def interval_of_median(values, confidence=0.9, times=2000):
    """Where the median lies in that share of as many rounds drawn from these anew (Efron, 1979: the bootstrap)."""
    draw = random.Random(1)
    medians = sorted(median(draw.choices(values, k=len(values))) for _ in range(times))
    beyond = int(times * (1 - confidence) / 2)
    return medians[beyond], medians[-1 - beyond]
