using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Taler.TestKit;

/// <summary>
/// A sample as a process of its own, as <c>dotnet run</c> starts it, on a free loopback port and with an empty home. The test project
/// references the sample.
/// </summary>
public sealed partial class SampleProcess : IAsyncDisposable
{
    public static readonly IReadOnlyDictionary<string, string> Development = new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Development" };

    /// <summary>What the surroundings of a test run could say about environment, addresses and home.</summary>
    private static readonly string[] Surroundings =
        ["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPNETCORE_URLS", "DOTNET_URLS", "URLS", "ASPNETCORE_HTTP_PORTS", "XDG_DATA_HOME"];

    /// <summary>What the host logs last of its start.</summary>
    private const string Started = "Application started.";

    private readonly Process _process;
    private readonly DirectoryInfo _home;
    private readonly ConcurrentQueue<string> _log;

    private SampleProcess(Process process, DirectoryInfo home, ConcurrentQueue<string> log, Uri address)
    {
        _process = process;
        _home = home;
        _log = log;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Everything that was logged so far.</summary>
    public string Log => string.Join('\n', _log);

    /// <summary>The instance of the sandbox inside the sample.</summary>
    public Uri EmbeddedSandbox => new(InstanceUrl().Match(Log).Value);

    /// <param name="sample">The name of the sample and of its folder.</param>
    /// <param name="environment">Variables beside those of the test run, of which the ones that a host reads are taken away.</param>
    /// <param name="arguments">More arguments for the program.</param>
    public static async Task<SampleProcess> StartAsync(string sample, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var home = Directory.CreateTempSubdirectory("sample-");
        var process = Launch(sample, home, environment, ["--urls", "http://127.0.0.1:0", .. arguments]);
        var log = new ConcurrentQueue<string>();
        Uri? address = null;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            log.Enqueue(line);
            if (ListeningAt().Match(line) is { Success: true } match)
                address ??= new Uri(match.Groups["address"].Value);
            if (address is not null && line.Contains(Started, StringComparison.Ordinal))
            {
                // The pipes must be emptied, or a talkative program stops when they are full.
                _ = DrainAsync(process.StandardOutput, log);
                _ = DrainAsync(process.StandardError, log);
                return new SampleProcess(process, home, log, address);
            }
        }
        var error = await process.StandardError.ReadToEndAsync();
        process.Dispose();
        home.Delete(recursive: true);
        throw new InvalidOperationException($"{sample} did not start: {error}");
    }

    /// <summary>Runs a sample that does not start to its end.</summary>
    /// <returns>Its exit code and what it wrote to standard error.</returns>
    public static async Task<(int ExitCode, string Error)> RunToEndAsync(string sample, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var home = Directory.CreateTempSubdirectory("sample-");
        using var process = Launch(sample, home, environment, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        home.Delete(recursive: true);
        return (process.ExitCode, error);
    }

    /// <summary>Where the sample's own files are.</summary>
    public static string SourceFolder(string sample) => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../samples", sample));

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _home.Delete(recursive: true);
    }

    private static Process Launch(string sample, DirectoryInfo home, IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = SourceFolder(sample),
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, sample + ".dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var name in Surroundings)
            start.Environment.Remove(name);
        start.Environment["HOME"] = home.FullName;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static async Task DrainAsync(StreamReader reader, ConcurrentQueue<string> log)
    {
        while (await reader.ReadLineAsync() is { } line)
            log.Enqueue(line);
    }

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"Now listening on: (?<address>\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListeningAt();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/instances/sandbox/", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InstanceUrl();
}
