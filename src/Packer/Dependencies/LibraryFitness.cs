using Ptracer.Loader;

namespace Ptracer.Packer.Dependencies;

/// <summary>What a loader does with a file that a search came upon.</summary>
internal enum Fitness
{
    /// <summary>It takes it.</summary>
    Fit,

    /// <summary>There is nothing: it goes on.</summary>
    Absent,

    /// <summary>It is for another processor: glibc's loader goes on.</summary>
    Foreign,

    /// <summary>It ends with an error: the file is damaged.</summary>
    Unfit,
}

/// <summary>
/// The check of glibc's loader before it takes a file (open_verify): what is of another class or machine is passed over,
/// for a directory may serve two; whatever else is wrong ends the program.
/// </summary>
internal static class LibraryFitness
{
    /// <summary>Checks a file.</summary>
    /// <param name="file">What was found.</param>
    /// <param name="program">For which processor the program is.</param>
    /// <param name="problem">What is wrong.</param>
    public static Fitness Check(TreeFile file, ElfIdentity program, out string problem)
    {
        problem = file.Problem ?? "not found";
        if (file.Object is not { } library)
        {
            return file.Lookup.IsFound && file.Problem == "is a directory" ? Fitness.Unfit : Fitness.Absent;
        }

        ElfIdentity identity = library.Identity;
        problem = "is for another processor";
        if (!library.IsElf)
        {
            problem = $"is no library: {library.Defect}";
            return Fitness.Unfit;
        }

        if (identity.Class != program.Class)
        {
            return Fitness.Foreign;
        }

        if (identity.Order != program.Order)
        {
            problem = "is no library: ELF file data encoding is the other one";
            return Fitness.Unfit;
        }

        if (identity.Machine != program.Machine)
        {
            return Fitness.Foreign;
        }

        problem = $"is damaged: {library.Defect}";
        return library.Defect is null ? Fitness.Fit : Fitness.Unfit;
    }
}
