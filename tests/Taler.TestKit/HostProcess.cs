using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Taler.TestKit;

/// <summary>A program of ours that listens, as a process of its own. The test project references the program.</summary>
internal sealed partial class HostProcess : IAsyncDisposable
{
    /// <summary>What the host logs last of its start.</summary>
    public const string Started = "Application started.";

    public const string AnyPort = "http://127.0.0.1:0";

    /// <summary>What the surroundings of a test run could say about environment, addresses and home.</summary>
    private static readonly string[] Surroundings =
        ["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPNETCORE_URLS", "DOTNET_URLS", "URLS", "ASPNETCORE_HTTP_PORTS", "XDG_DATA_HOME"];

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log;

    private HostProcess(Process process, ConcurrentQueue<string> log) => (_process, _log) = (process, log);

    /// <summary>The lines that were logged so far.</summary>
    public IReadOnlyCollection<string> Log => _log;

    /// <summary>Where the program listens.</summary>
    public Uri Address => Find(ListeningAt());

    /// <summary>The instance of the sandbox that the program is, or has inside.</summary>
    public Uri SandboxInstance => Find(InstanceUrl());

    /// <summary>Starts a program and waits until it is up.</summary>
    /// <param name="start">What to start.</param>
    /// <param name="lastWord">What stands in the line by which the program says so.</param>
    public static async Task<HostProcess> StartAsync(HostStart start, string lastWord = Started)
    {
        var process = Launch(start);
        var log = new ConcurrentQueue<string>();

        // The pipes must be emptied, or a talkative program stops when they are full.
        var errors = DrainAsync(process.StandardError, log);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            log.Enqueue(line);
            if (!line.Contains(lastWord, StringComparison.Ordinal))
                continue;
            _ = DrainAsync(process.StandardOutput, log);
            return new HostProcess(process, log);
        }
        await errors;
        process.Dispose();
        throw new InvalidOperationException($"{start.Program} did not start: {string.Join('\n', log)}");
    }

    /// <summary>Runs a program that does not start to its end.</summary>
    /// <returns>Its exit code and what it wrote to standard error.</returns>
    public static async Task<(int ExitCode, string Error)> RunToEndAsync(HostStart start)
    {
        using var process = Launch(start);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }

    /// <summary>Ends the process as SIGKILL does: nothing of it is carried out any more.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private Uri Find(Regex address) =>
        new(_log.Select(line => address.Match(line)).First(match => match.Success).Groups["address"].Value);

    private static Process Launch(HostStart program)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = program.Folder,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, program.Program + ".dll"));
        foreach (var argument in program.Arguments)
            start.ArgumentList.Add(argument);
        foreach (var name in Surroundings)
            start.Environment.Remove(name);
        foreach (var (name, value) in program.Environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static async Task DrainAsync(StreamReader reader, ConcurrentQueue<string> log)
    {
        while (await reader.ReadLineAsync() is { } line)
            log.Enqueue(line);
    }

    [GeneratedRegex(@"Now listening on: (?<address>\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListeningAt();

    [GeneratedRegex(@"(?<address>http://127\.0\.0\.1:\d+/instances/sandbox/)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InstanceUrl();
}

/// <summary>How a program is started.</summary>
/// <param name="Program">The name of its assembly.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record HostStart(string Program, IEnumerable<string> Arguments)
{
    /// <summary>Variables beside those of the test run, of which the ones that a host reads are taken away.</summary>
    public IEnumerable<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Where it runs; empty for where the test runs.</summary>
    public string Folder { get; init; } = "";
}
