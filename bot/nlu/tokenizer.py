"""Tokens by spaCy's blank English: the stock component refuses a pipeline without a model."""
from typing import Any, Dict, List, Text

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

# spaCy never forgets a string it has seen: start with a new vocabulary after this many texts.
TEXTS_BEFORE_RENEWAL = 5000
LONGEST = 1000


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class EnglishTokenizer(Tokenizer):
    """Splits text as spaCy's English rules do."""

    def __init__(self, config: Dict[Text, Any]) -> None:
        super().__init__(config)
        self._pipeline = spacy.blank("en")
        self._texts = 0

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Return the settings that Rasa's Tokenizer expects."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def tokenize(self, message: Message, attribute: Text) -> List[Token]:
        """Return the tokens of a text, of its first 1,000 characters where it is longer."""
        self._texts += 1
        if self._texts % TEXTS_BEFORE_RENEWAL == 0:
            self._pipeline = spacy.blank("en")
        text = (message.get(attribute) or "")[:LONGEST]
        return [Token(token.text, token.idx) for token in self._pipeline.make_doc(text) if not token.is_space]
