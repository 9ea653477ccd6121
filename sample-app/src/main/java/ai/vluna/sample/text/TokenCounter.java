package ai.vluna.sample.text;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

import org.springframework.stereotype.Component;

/**
 * Counts tokens as current language models do.
 */
@Component
public class TokenCounter {

	private final Encoding encoding = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

	public int count(String text) {
		// Ordinary: a text that contains "<|endoftext|>" is a text like any other.
		return this.encoding.countTokensOrdinary(text);
	}

}
