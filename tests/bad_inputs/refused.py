"""Every bad input that is refused."""

from tests.bad_inputs.configs import CONFIGS
from tests.bad_inputs.content import CONTENT, PARTS
from tests.bad_inputs.damaged import DAMAGED
from tests.bad_inputs.files import FILES
from tests.bad_inputs.forged import FORGED
from tests.bad_inputs.places import PLACES
from tests.bad_inputs.questions import QUESTIONS
from tests.bad_inputs.resuming import RESUMING
from tests.bad_inputs.settings import NUMBERS, WORDS
from tests.bad_inputs.texts import TEXTS

REFUSED = (
    *FILES, *TEXTS, *CONTENT, *PARTS, *NUMBERS, *WORDS, *CONFIGS, *RESUMING, *PLACES, *QUESTIONS, *DAMAGED, *FORGED,
)  # fmt: skip
