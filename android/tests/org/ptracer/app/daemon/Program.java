package org.ptracer.app.daemon;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.rules.TemporaryFolder;

/** A shell script in the place of ptracer. */
final class Program {
    private Program() {
    }

    /** A contract whose program is that script. */
    static Contract of(TemporaryFolder folder, String script) throws IOException {
        File root = folder.getRoot();
        Contract contract = new Contract(root + "/lib", root + "/files", root + "/cache");
        contract.makeDirectories();
        contract.program().getParentFile().mkdirs();
        Files.writeString(contract.program().toPath(), "#!/bin/sh\n" + script + "\n");
        contract.program().setExecutable(true);
        return contract;
    }
}
