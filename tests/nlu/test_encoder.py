"""The encoder gives the published model's vectors, for a sentence alone and among many."""
from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from bot.nlu import encoder_file
from bot.nlu.adapter import NO_ADAPTER, read_adapter, write_adapter
from bot.nlu.encoder import BATCH_TOKENS, LONGEST, Encoder, _batches
from bot.nlu.encoder_graph import SIZE, network
from bot.nlu.weights import WeightsError, check_weights, map_weights, model_folder, tensors

# Written once by a plain double precision forward pass, head by head, without any of the encoder's short cuts.
# TFBertModel of transformers 4.33.3, with the same weights and its own tokenizer, gives them to within 2e-7.
REFERENCE = Path(__file__).with_name("reference_vectors.npz")


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(model_folder(), cached=4)


def test_vectors_equal_the_reference(encoder: Encoder) -> None:
    with np.load(REFERENCE) as reference:
        vectors = encoder.encode([str(sentence) for sentence in reference["sentences"]])
        assert len(vectors) == 20
        assert np.abs(vectors - reference["vectors"]).max() < 1e-5


def test_cosines_equal_those_the_authors_publish(encoder: Encoder) -> None:
    others = ["That is a happy dog", "That is a very happy person", "Today is a sunny day"]
    person, *rest = encoder.encode(["That is a happy person", *others])
    assert np.allclose([person @ other for other in rest], [0.695, 0.943, 0.257], atol=5e-4)


def test_company_does_not_change_a_vector(encoder: Encoder) -> None:
    sentences = [f"how many people in group {number} have done the course" for number in range(BATCH_TOKENS // 4)]
    together = encoder.encode(sentences)
    assert np.abs(encoder.encode(sentences[7:8])[0] - together[7]).max() < 1e-5


def test_a_few_sentences_together_have_the_vectors_they_have_alone(encoder: Encoder) -> None:
    sentences = ["cost?", "who pays the wages of an apprentice", "", "is it free"]
    together = encoder.encode(sentences)
    encoder._cache.clear()
    alone = np.stack([encoder.encode([sentence])[0] for sentence in sentences])
    assert np.abs(alone - together).max() < 1e-5


def test_the_order_of_many_sentences_is_kept(encoder: Encoder) -> None:
    sentences = [" ".join(["course"] * (1 + number * 7 % 23)) + f" {number}" for number in range(60)]
    vectors = encoder.encode(sentences)
    for at in (0, 17, 59):
        assert np.abs(encoder.encode([sentences[at]])[0] - vectors[at]).max() < 1e-5


def test_a_batch_has_one_length_and_bounded_size() -> None:
    rows = [(at, [7] * (1 + at % LONGEST)) for at in range(3000)]
    batches = _batches(rows, 2)
    assert sorted(at for batch in batches for at, _ in batch) == list(range(3000))
    assert all(len({len(tokens) for _, tokens in batch}) == 1 for batch in batches)
    assert all(sum(len(tokens) for _, tokens in batch) <= BATCH_TOKENS for batch in batches)


def test_the_two_forms_of_a_message_are_shared_between_two_cores() -> None:
    assert _batches([(0, [7] * 9), (1, [7] * 9)], 2) == [[(0, [7] * 9)], [(1, [7] * 9)]]


def test_the_network_holds_no_weights_of_its_own() -> None:
    assert len(network(tensors(model_folder()), NO_ADAPTER)) < 50_000


def test_an_adapter_is_kept_to_three_digits(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    given = {"encoder.layer.0.output.dense": (random.normal(size=(1536, 4)), random.normal(size=(4, SIZE)))}
    write_adapter(given, tmp_path / "adapter.npz")
    kept = read_adapter(tmp_path / "adapter.npz")
    assert kept.keys() == given.keys()
    for name, factors in given.items():
        for written, read in zip(factors, kept[name]):
            assert read.dtype == np.float32
            assert np.allclose(written, read, atol=2e-3)


def test_the_adapter_that_is_used_changes_every_layer() -> None:
    linear = {name.removesuffix(".weight") for name in tensors(model_folder()) if re.search(r"layer\.\d.*(dense|query|key|value)\.weight", name)}
    adapter = read_adapter()
    assert adapter.keys() == linear
    assert all(np.abs(first @ second).max() > 0 for first, second in adapter.values())


def test_an_adapter_is_added_as_tensorflow_adds_it() -> None:
    """Two networks written apart, one that learns and one that runs, give the same vectors with the adapter in use."""
    from bot.bench.minilm import MiniLM, filled_up

    adapter, sentences = read_adapter(), ["who pays", "how long does an apprenticeship take in Hull, and is it free?"]
    rank = next(iter(adapter.values()))[0].shape[1]
    learning = MiniLM(map_weights(model_folder()), rank, dropout=0.0, seed=0)
    for name, pair in learning.factors.items():
        for factor, numbers in zip(pair, adapter[name]):
            factor.assign(numbers)
    running = Encoder(model_folder(), adapter)
    tokens = [running._tokenizer.encode(sentence).ids for sentence in sentences]
    assert np.abs(learning.vectors(*filled_up(tokens)).numpy() - running.encode(sentences)).max() < 1e-4
    assert np.abs(running.encode(sentences) - Encoder(model_folder()).encode(sentences)).max() > 1e-2


def test_numbers_are_written_as_protobuf_has_them() -> None:
    assert [encoder_file._varint(number) for number in (0, 127, 128, 300)] == [b"\0", b"\x7f", b"\x80\x01", b"\xac\x02"]


def test_vectors_have_unit_length(encoder: Encoder) -> None:
    vectors = encoder.encode(["", "x " * 900, "cost?"])
    assert vectors.shape == (3, SIZE)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_nothing_to_encode_gives_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, SIZE)


def test_a_remembered_vector_is_the_same_and_the_oldest_is_forgotten(encoder: Encoder) -> None:
    first = encoder.encode(["how do I apply"])
    assert np.array_equal(encoder.encode(["how do I apply"]), first)
    encoder.encode(["one", "two", "three", "four"])
    assert "how do I apply" not in encoder._cache
    assert len(encoder._cache) == 4


def test_measuring_can_do_without_memory() -> None:
    forgetful = Encoder(model_folder(), cached=0)
    forgetful.encode(["how do I apply"])
    assert not forgetful._cache


def test_the_word_table_stays_on_disk() -> None:
    assert isinstance(map_weights(model_folder())["embeddings.word_embeddings.weight"], np.memmap)


def test_the_published_weights_are_accepted_and_others_refused(tmp_path: Path) -> None:
    check_weights(model_folder())
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    with pytest.raises(WeightsError, match="install it anew"):
        check_weights(tmp_path)
