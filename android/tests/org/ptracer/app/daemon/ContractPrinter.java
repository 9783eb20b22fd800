package org.ptracer.app.daemon;

import java.io.File;
import java.util.Map;

/**
 * Prints how the app starts the daemon, for a test that does the same without Android, a line each:
 * <code>dir PATH</code>, a directory to be made before; <code>env NAME=VALUE</code>, all of the environment;
 * <code>arg WORD</code>, the arguments in their order, the executable first.
 */
public final class ContractPrinter {
    private ContractPrinter() {
    }

    /** Takes the app's nativeLibraryDir, and what getFilesDir and getCacheDir say. */
    public static void main(String[] arguments) {
        if (arguments.length != 3) {
            System.err.println("ContractPrinter: write ContractPrinter NATIVE FILES CACHE");
            System.exit(2);
        }

        System.out.print(print(new Contract(arguments[0], arguments[1], arguments[2])));
    }

    static String print(Contract contract) {
        StringBuilder text = new StringBuilder();
        for (File directory : contract.directories()) {
            text.append("dir ").append(directory).append('\n');
        }

        for (Map.Entry<String, String> variable : contract.environment().entrySet()) {
            text.append("env ").append(variable.getKey()).append('=').append(variable.getValue()).append('\n');
        }

        for (String word : contract.daemonCommand()) {
            text.append("arg ").append(word).append('\n');
        }

        return text.toString();
    }
}
