"""Networks as short text, "dense 64 relu, dropout 0.2, dense 32 selu", or as a TOML file."""

from __future__ import annotations

import tomllib
from pathlib import Path

from neuroglass.errors import NetworkError
from neuroglass.nn.chains import layers_of
from neuroglass.nn.network import Network


def network(text: str) -> Network:
    """The network that a short text, or a TOML file of that path, describes.

    A text is a chain of layers divided by commas. Each is a name and its settings in order, an activation by its bare
    name, any other setting as name=value, sizes that differ as 3x5, and x3 for three alike. Layers of pictures go
    without their 2D. A recurrent layer before another layer of time hands on every step. "embedding 64" takes its
    number of ids, "dense" alone its units from the data. The output layer is added where it is not written. Beside
    other columns "lstm 32, dense" reads the text, and "dense" what it makes of it with the other columns.

    A file has ``layers = ["dense 64 relu", ...]``, or ``[[nodes]]`` with name, layer and reads as ``Network.to_json``.

    Raises:
        NetworkError: a layer, setting or file that is not known, with the nearest known one.

    >>> [node.name for node in network("dense 64 relu x2, dropout 0.2").nodes]
    ['dense_1', 'dense_1.relu', 'dense_2', 'dense_2.relu', 'dropout_1', 'output']
    """
    if text.endswith(".toml"):
        return _from_file(Path(text))
    return Network(text)


def _from_file(path: Path) -> Network:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise NetworkError(f"{path} cannot be read as a network: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise NetworkError(f"{path} is not TOML: {error}") from error
    if content.keys() == {"nodes"}:
        return Network.from_json(content["nodes"])
    if content.keys() == {"layers"} and isinstance(content["layers"], list):
        return Network(layers_of(str(entry) for entry in content["layers"]))
    raise NetworkError(f"{path} has {', '.join(content) or 'nothing'}", "either layers = [...] or [[nodes]]")
