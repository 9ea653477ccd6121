package ai.vluna.spring.integration.springai;

import java.lang.reflect.Proxy;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.aop.framework.ProxyFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ModelIds}.
 */
class ModelIdsTests {

	@Test
	void knowsTheProviderByThePackageOfSpringAi() {
		// Any class of these packages will do.
		assertThat(ModelIds.providerOf(OpenAiChatOptions.builder().build())).isEqualTo("openai");
		assertThat(ModelIds.providerOf(GoogleUsages.of(1, 1, 2, 0, 0, 0))).isEqualTo("google");
	}

	@Test
	void namesTheProviderOfAnOwnModelAfterItsClass() {
		ChatModel lambda = (prompt) -> new ChatResponse(List.of());
		assertThat(ModelIds.providerOf(new SampleChatModel("small"))).isEqualTo("sample");
		assertThat(ModelIds.providerOf(new GatedEmbeddingModelTests.SampleEmbeddingModel())).isEqualTo("sample");
		assertThat(ModelIds.providerOf(lambda)).isEqualTo("custom");
	}

	@Test
	void namesNoProviderAfterAGeneratedClass() {
		Object proxy = Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { ChatModel.class },
				(instance, method, arguments) -> null);
		assertThat(ModelIds.providerOf(proxy)).isEqualTo("custom");
	}

	@Test
	void looksBehindProxies() {
		ProxyFactory factory = new ProxyFactory(new SampleChatModel("small"));
		assertThat(ModelIds.providerOf(factory.getProxy())).isEqualTo("sample");
	}

}
