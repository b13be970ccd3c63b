"""Hands the tests of a module to Java, one by one."""


def cases(folder, module):
    import sys
    import unittest

    if folder not in sys.path:
        sys.path.insert(0, folder)
    suite = unittest.defaultTestLoader.loadTestsFromName(module)
    return [(test.id(), lambda test=test: outcome(test)) for test in flat(suite)]


def flat(suite):
    import unittest

    for entry in suite:
        if isinstance(entry, unittest.TestSuite):
            yield from flat(entry)
        else:
            yield entry


def outcome(test):
    """What went wrong; empty where nothing did."""
    import unittest

    result = unittest.TestResult()
    unittest.TestSuite([test]).run(result)
    return "\n".join(text for _, text in result.failures + result.errors)


cases
