"""Sounds: clips in folders of their classes, brought to one rate, one length and one loudness; divided into parts.

    file --read--> Wave --mono, resampled, as loud as all--> int16 samples --LogMel, in the network--> spectrogram

- **The same in training and in prediction.** What every clip is brought to is one value, ``Clip``; it is saved in the
  model's spec, and the only code that makes samples of a file is its ``decoded``.
- **Headers are not trusted.** A clip that promises more than it holds, is empty, silent or shorter than a frame of the
  spectrogram is left out, listed with its reason and counted. More than 1 % of such clips are an error, unless allowed.
  A header that was written before its length was known is no lie: such a clip is heard, and told.
- **Longer clips are cut, shorter ones filled up with zeros at the end**, which the network knows to be no sound.
- **The spectrogram's mean and variance** are those of the training part, without what was filled up.
- **Groups**, such as speakers, are found in the names of the files; none of them ever stands in two parts.
"""
