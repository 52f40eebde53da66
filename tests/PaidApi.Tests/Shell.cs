using System.Diagnostics;

namespace PaidApi.Tests;

/// <summary>Runs bash, as the one does who copies commands from a document.</summary>
internal static class Shell
{
    public static Task<ShellResult> RunFileAsync(string script, string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        RunAsync(folder, environment, [script, .. arguments]);

    /// <summary>Runs commands as printed, in one shell, and stops at the first that fails.</summary>
    public static Task<ShellResult> RunCommandsAsync(string commands, string folder, IReadOnlyDictionary<string, string> environment) =>
        RunAsync(folder, environment, ["-e", "-u", "-o", "pipefail", "-c", commands]);

    private static async Task<ShellResult> RunAsync(string folder, IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        var start = new ProcessStartInfo("bash", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ShellResult(process.ExitCode, output, await error);
    }
}

internal sealed record ShellResult(int ExitCode, string Output, string Error);
