"""One to many: a class goes in, a sequence comes out. The name of a sound, and its spectrogram.

The sounds are made: a siren that rises, one that falls, one that does both, each a little otherwise every time.
"""

import numpy as np

import neuroglass as ng

FRAMES, BANDS = 24, 16
PITCH = {
    "rising": np.linspace(2, 13, FRAMES),
    "falling": np.linspace(13, 2, FRAMES),
    "arch": 13 - 11 * np.linspace(-1, 1, FRAMES) ** 2,
}
NAMES = list(PITCH)


def spectrogram(name: str, chance: np.random.Generator) -> np.ndarray:
    """(frames, bands): loud near the pitch, and a little noise."""
    pitch = PITCH[name] + chance.normal(scale=0.5)
    loud = np.exp(-((np.arange(BANDS) - pitch[:, None]) ** 2) / 2)
    return loud + chance.normal(scale=0.05, size=loud.shape)


chance = np.random.default_rng(0)
which = chance.integers(len(NAMES), size=300)
sounds = np.stack([spectrogram(NAMES[number], chance) for number in which]).astype(np.float32)
classes = np.eye(len(NAMES), dtype=np.float32)

network = f"repeatvector {FRAMES}, lstm 32 return_sequences=true, dense"
run = ng.fit(network, (classes[which], sounds), epochs=60, learning_rate=0.01, progress=None)
answer = run.model.predict(classes).values
for name, frames in zip(NAMES, np.asarray(answer), strict=True):
    print(f"{name:8} loudest band, frame by frame:", *frames.argmax(axis=1))
