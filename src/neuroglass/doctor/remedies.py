"""What to do about what a rule found: in general, and what is said instead where the kind of data has its own ways."""

from __future__ import annotations

from neuroglass.data.kinds import Kind

GENERAL: dict[str, str] = {
    "training broke": "Lower --learning-rate tenfold, or clip the gradient (optimizers.adam(1e-3, clip_norm=1.0)).",
    "dead units": "Lower --learning-rate, or take leaky_relu or gelu for relu in --network.",
    "saturated units": "Lower --learning-rate, or use relu in --network.",
    "underfitting": "Give it more units or layers in --network, or another --learning-rate.",
    "overfitting": "More rows help most. Else add dropout or take fewer units in --network.",
    "few rows": "Fewer units in --network leave less room to learn by heart.",
    "no better than the baseline": "Look at what the data was taken for (neuroglass data SOURCE), and try another "
    "--learning-rate.",
    "no better than naive": "Let it look further back (--window), bring a longer history, or try another "
    "--learning-rate. If nothing helps, take the naive forecast: the past may tell no more.",
    "test worse than validation": "If rows belong together, keep them in one part (--test SOURCE).",
    "never answered": "Let rare classes count more (--set training.class_weight=balanced).",
    "accuracy misleads": "Judge by balanced_accuracy; let rare classes count more (--set "
    "training.class_weight=balanced).",
    "confused classes": "Look at them in the report; more rows of both would help.",
    "still improving": "Give it more epochs (--epochs {more}).",
}

SUITED: dict[Kind, dict[str, str]] = {
    "table": {
        "dead units": 'Lower --learning-rate, or take leaky_relu or gelu for relu (--network "dense {units} gelu").',
        "saturated units": "Scale the inputs (--scaling robust), lower --learning-rate, or use relu (--network "
        '"dense {units} relu").',
        "underfitting": 'Give it more units or layers (--network "dense 256 relu x2") or another --learning-rate. If '
        "nothing helps, the inputs may not tell the target.",
        "overfitting": 'More rows help most. Else add dropout (--network "dense 64 relu, dropout 0.3"), fewer units, '
        "or a penalty (Dense(64, kernel_regularizer=regularizers.l2(1e-4))).",
        "few rows": 'Fewer units leave less room to learn by heart (--network "dense 16 relu").',
        "test worse than validation": "If rows belong together or follow each other, divide them so (--group COLUMN, "
        "--time COLUMN).",
        "confused classes": "Look at these rows in the report; more of them, or a further input that tells the two "
        "apart, would help.",
    },
    "images": {
        "dead units": 'Lower --learning-rate, or take gelu for relu (--network "conv {units} 3 gelu, maxpool 2, '
        'flatten").',
        "saturated units": 'Lower --learning-rate, or use relu (--network "conv {units} 3 relu, maxpool 2, flatten").',
        "underfitting": 'Give it more filters or layers (--network "conv 64 3 relu, maxpool 2, conv 128 3 relu, '
        'maxpool 2, flatten"), larger pictures (--size 128), another --learning-rate, or pictures as they are '
        "(--augment off).",
        "overfitting": 'More pictures help most. Else change them more while it learns (--augment "crop 4, rotate 15, '
        'zoom 0.2, cutout"), or add dropout (--network "conv 32 3 relu, maxpool 2, flatten, dropout 0.5").',
        "few rows": 'Fewer filters leave less room to learn by heart (--network "conv 16 3 relu, maxpool 4, flatten").',
        "no better than the baseline": "Look at the pictures as the network sees them (neuroglass data SOURCE), and "
        "try another --learning-rate.",
        "test worse than validation": "If pictures belong together, as those of one thing or one day do, keep them in "
        "one part: folders train and test.",
        "confused classes": "Look at them in the report; more pictures of both would help, or larger ones (--size).",
    },
    "sounds": {
        "underfitting": "Give it more filters or layers in --network, longer clips (--seconds), another "
        "--learning-rate, or clips as they are (--augment off).",
        "overfitting": "More clips help most. Else change them more while it learns (--augment auto), or add dropout "
        "in --network.",
        "no better than the baseline": "Look at the clips as the network hears them (neuroglass data SOURCE), and try "
        "another --learning-rate.",
        "test worse than validation": "If clips belong together, as those of one voice do, keep them in one part "
        "(--group PATTERN).",
    },
    "text": {
        "underfitting": 'Give it more units (--network "embedding 64, lstm 256, dense"), more tokens at a time '
        "(--length), or another --learning-rate.",
        "overfitting": 'More texts help most. Else add dropout (--network "embedding 64, lstm 128, dropout 0.5, '
        'dense") or take fewer units.',
        "few rows": 'Fewer units leave less room to learn by heart (--network "embedding 32, lstm 32, dense").',
        "no better than the baseline": "Look at how the text was cut (neuroglass data SOURCE), and try another "
        "--learning-rate.",
        "test worse than validation": "If texts belong together, as those of one writer do, keep them in one part "
        "(--test SOURCE).",
    },
    "series": {
        "underfitting": 'Give it more units or layers (--network "flatten, dense 256 relu x2"), let it look further '
        "back (--window), or try another --learning-rate. If nothing helps, the past may not tell what comes.",
        "overfitting": 'A longer history helps most. Else add dropout (--network "flatten, dense 64 relu, dropout '
        '0.3"), take fewer units, or let it look less far back (--window).',
        "few rows": 'Fewer units leave less room to learn by heart (--network "flatten, dense 16 relu").',
        "test worse than validation": "The series may have changed in the meantime: learn from its later part alone, "
        "or hold out less of its end (--test).",
    },
}


def remedy(rule: str, kind: Kind) -> str:
    """What to do about the finding of a rule; rows stand for samples, and what is good needs no remedy."""
    return SUITED[kind].get(rule, GENERAL.get(rule, ""))
