"""Many to one: a sequence goes in, one answer comes out. A sound, and which digit a telephone dialled with it.

Each key of a telephone sounds as two tones at once (ITU-T Q.23); these are played for some time, at some loudness, in
some noise, and learnt from as files in folders.
"""

import tempfile
from pathlib import Path

import numpy as np
from scipy.io import wavfile

import neuroglass as ng

RATE = 8000
LOW, HIGH = (697, 770, 852, 941), (1209, 1336, 1477)
KEYS = {str(key): (LOW[(key - 1) // 3], HIGH[(key - 1) % 3]) for key in range(1, 10)} | {"0": (LOW[3], HIGH[1])}


def dialled(key: str, chance: np.random.Generator) -> np.ndarray:
    """Samples of one key, int16."""
    time = np.arange(int(RATE * chance.uniform(0.1, 0.3))) / RATE
    tones = sum(np.sin(2 * np.pi * (tone * time + chance.random())) for tone in KEYS[key])
    noisy = chance.uniform(0.05, 0.4) * tones + chance.normal(scale=0.05, size=len(time))
    return (8000 * noisy).clip(-32768, 32767).astype(np.int16)


chance = np.random.default_rng(0)
with tempfile.TemporaryDirectory() as folder:
    for key in KEYS:
        (Path(folder) / key).mkdir()
        for number in range(30):
            wavfile.write(Path(folder) / key / f"{number}.wav", RATE, dialled(key, chance))
    data = ng.data.sounds(folder)
    run = ng.fit("gru 32", data, epochs=30, learning_rate=0.01, augment="off", progress=None)
print(run.evaluate())
