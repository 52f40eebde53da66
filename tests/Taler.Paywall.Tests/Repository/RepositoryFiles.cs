using System.Runtime.CompilerServices;

namespace Taler.Paywall.Tests.Repository;

/// <summary>What stands in the repository, without what a build leaves behind.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] Leavings = [".git", ".vs", ".idea", "bin", "obj", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts"];

    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "../../.."));

    public static IEnumerable<string> Below(string folder, string pattern = "*") =>
        Directory.EnumerateFiles(folder, pattern).Concat(Directory.EnumerateDirectories(folder)
            .Where(child => !Leavings.Contains(Path.GetFileName(child)))
            .SelectMany(child => Below(child, pattern)));

    public static string Name(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
