from portal.kernel.ids import new_code, new_reference, normalise_reference


def test_reference_survives_being_read_aloud():
    reference = new_reference()

    assert normalise_reference(f" {reference.lower().replace('-', ' ')} ") == reference


def test_look_alike_letters_are_repaired():
    assert normalise_reference("kiq2-9xho") == "K1Q2-9XH0"


def test_codes_keep_their_leading_zeros():
    assert all(len(new_code()) == 6 and new_code().isdigit() for _ in range(200))
