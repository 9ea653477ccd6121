package ai.vluna.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.springframework.core.io.ClassPathResource;

/**
 * Real texts to work on.
 */
public final class SampleTexts {

	/**
	 * Lincoln's address of 1863: ten sentences.
	 */
	public static final String GETTYSBURG = read("texts/gettysburg.txt");

	/**
	 * The opening of "Pride and Prejudice": much speech, many abbreviations.
	 */
	public static final String NETHERFIELD = read("texts/netherfield.txt");

	/**
	 * The text that the page offers: some sixty sentences, so that its stream takes a
	 * while.
	 */
	public static final String LIGHTHOUSE = read("static/lighthouse.txt");

	private SampleTexts() {
	}

	private static String read(String path) {
		try {
			return new ClassPathResource(path).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
