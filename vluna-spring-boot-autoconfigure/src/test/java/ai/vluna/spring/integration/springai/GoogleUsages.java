package ai.vluna.spring.integration.springai;

import org.springframework.ai.google.genai.metadata.GoogleGenAiUsage;
import org.springframework.beans.BeanUtils;

/**
 * Makes usages of Google. Its constructor names a type that needs further libraries to be
 * compiled against.
 */
final class GoogleUsages {

	private GoogleUsages() {
	}

	static GoogleGenAiUsage of(int prompt, int candidates, int total, int thoughts, int cached, int ofTools) {
		Object usage = BeanUtils.instantiateClass(GoogleGenAiUsage.class.getConstructors()[0], prompt, candidates,
				total, thoughts, cached, ofTools, null, null, null, null, null, null);
		return (GoogleGenAiUsage) usage;
	}

}
