package ai.vluna.sample.text;

import java.util.Set;

/**
 * The English words that are in every text and tell nothing about it.
 */
final class StopWords {

	private static final Set<String> ALL = Set.of("""
			a about above after again all also although an and another any are as at be became because been before
			being between both but by can cannot could did do does down during each either even every few first for
			from further had has have having he her here hers him his how however i if in into is it it's its itself
			just less like made many may me might more most much must my neither no nor not now of off often on once
			one only or other our out over own rather s same she should since so some still such t than that the their
			them then there these they this those through thus to too two under until up upon us very was we well were
			what when where whether which while who whom whose why will with within without would yet you your
			""".strip().split("\\s+"));

	private StopWords() {
	}

	static boolean contains(String word) {
		return ALL.contains(word);
	}

}
