"""How sure a figure is that comes from rounds."""

import random
from statistics import median


def interval_of_ratio(own, base, confidence=0.9, times=2000):
    """Where the ratio of the medians lies in that share of as many rounds drawn from these anew (Efron, 1979: the bootstrap). Both
    have a value of each round: whatever a round did to both is in neither's way."""
    draw = random.Random(1)
    rounds = list(zip(own, base, strict=True))

    def ratio_anew():
        drawn = draw.choices(rounds, k=len(rounds))
        return median(one for one, _ in drawn) / median(one for _, one in drawn)

    ratios = sorted(ratio_anew() for _ in range(times))
    beyond = int(times * (1 - confidence) / 2)
    return ratios[beyond], ratios[-1 - beyond]
