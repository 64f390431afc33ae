"""How sure a figure is that comes from rounds."""

import random
from statistics import median


def interval_of_ratio(own, base, confidence=0.9, times=2000):
    """Where the ratio of the medians lies in that share of as many rounds drawn from these anew (Efron, 1979: the bootstrap)."""
    draw = random.Random(1)

    def median_anew(values):
        return median(draw.choices(values, k=len(values)))

    ratios = sorted(median_anew(own) / median_anew(base) for _ in range(times))
    beyond = int(times * (1 - confidence) / 2)
    return ratios[beyond], ratios[-1 - beyond]
