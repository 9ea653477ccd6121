package ai.vluna.integration.servlet;

import java.nio.file.Path;

import ai.vluna.spring.delivery.file.FileSettlementStore;
import ai.vluna.spring.delivery.store.StoreUnavailableException;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.willCallRealMethod;
import static org.mockito.BDDMockito.willThrow;

/**
 * The health of billing with usage in a file, whose disk is full at times.
 */
class FileHealthTests extends HealthSuite {

	@TempDir
	static Path directory;

	@MockitoSpyBean
	private FileSettlementStore file;

	@DynamicPropertySource
	static void store(DynamicPropertyRegistry registry) {
		Store.FILE.properties(directory).forEach((name, value) -> registry.add(name, () -> value));
	}

	@Override
	void breakStore() {
		StoreUnavailableException full = new StoreUnavailableException("no space left", null);
		willThrow(full).given(this.file).write(any(), any());
		willThrow(full).given(this.file).backlog();
	}

	@Override
	void mendStore() {
		willCallRealMethod().given(this.file).write(any(), any());
		willCallRealMethod().given(this.file).backlog();
	}

}
