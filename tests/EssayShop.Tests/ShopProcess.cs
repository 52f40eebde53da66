using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace EssayShop.Tests;

/// <summary>The sample as a process of its own, as <c>dotnet run</c> starts it, on a free loopback port and with an empty home.</summary>
public sealed partial class ShopProcess : IAsyncDisposable
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

    private ShopProcess(Process process, DirectoryInfo home, ConcurrentQueue<string> log, Uri address)
    {
        _process = process;
        _home = home;
        _log = log;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Everything that was logged so far.</summary>
    public string Log => string.Join('\n', _log);

    /// <summary>The instance of the sandbox inside the shop.</summary>
    public Uri EmbeddedSandbox => new(InstanceUrl().Match(Log).Value);

    public static Task<ShopProcess> StartAsync(params string[] arguments) => StartAsync(Development, arguments);

    public static async Task<ShopProcess> StartAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var home = Directory.CreateTempSubdirectory("essayshop-");
        var process = Launch(home, environment, ["--urls", "http://127.0.0.1:0", .. arguments]);
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
                return new ShopProcess(process, home, log, address);
            }
        }
        var error = await process.StandardError.ReadToEndAsync();
        process.Dispose();
        home.Delete(recursive: true);
        throw new InvalidOperationException("The shop did not start: " + error);
    }

    /// <summary>Runs a shop that does not start to its end.</summary>
    /// <returns>Its exit code and what it wrote to standard error.</returns>
    public static async Task<(int ExitCode, string Error)> RunToEndAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var home = Directory.CreateTempSubdirectory("essayshop-");
        using var process = Launch(home, environment, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        home.Delete(recursive: true);
        return (process.ExitCode, error);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _home.Delete(recursive: true);
    }

    private static Process Launch(DirectoryInfo home, IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = SourceFolder(),
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "EssayShop.dll"));
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

    private static string SourceFolder([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../samples/EssayShop"));

    [GeneratedRegex(@"Now listening on: (?<address>\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListeningAt();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/instances/sandbox/", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InstanceUrl();
}
