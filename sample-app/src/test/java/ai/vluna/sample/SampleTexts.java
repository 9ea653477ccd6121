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
	public static final String GETTYSBURG = read("gettysburg.txt");

	/**
	 * The opening of "Pride and Prejudice": much speech, many abbreviations.
	 */
	public static final String NETHERFIELD = read("netherfield.txt");

	private SampleTexts() {
	}

	private static String read(String name) {
		try {
			return new ClassPathResource("texts/" + name).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
