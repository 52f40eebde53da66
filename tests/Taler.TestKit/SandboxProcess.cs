using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Taler.TestKit;

/// <summary>The sandbox program as a process of its own, on a free loopback port. The test project references Taler.Merchant.Sandbox.</summary>
public sealed partial class SandboxProcess : IAsyncDisposable
{
    public const string AccessToken = "secret-token:sandbox";

    private const string Program = "Taler.Merchant.Sandbox.dll";

    private readonly Process _process;

    private SandboxProcess(Process process, Uri baseUrl)
    {
        _process = process;
        BaseUrl = baseUrl;
        Control = new SandboxControl(baseUrl);
    }

    /// <summary>Base URL of the instance, ending with a slash.</summary>
    public Uri BaseUrl { get; }

    public SandboxControl Control { get; }

    /// <param name="arguments">More arguments for the program, for example <c>--Sandbox:PayDelay 00:00:30</c>.</param>
    public static async Task<SandboxProcess> StartAsync(params string[] arguments)
    {
        var process = Launch(["--urls", "http://127.0.0.1:0", .. arguments]);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (InstanceUrl().Match(line) is { Success: true } match)
            {
                // The pipes must be emptied, or a talkative program stops when they are full.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
                return new SandboxProcess(process, new Uri(match.Value));
            }
        }
        var error = await process.StandardError.ReadToEndAsync();
        process.Dispose();
        throw new InvalidOperationException("The sandbox did not start: " + error);
    }

    /// <summary>Runs the program to its end.</summary>
    /// <returns>Its exit code and what it wrote to standard error.</returns>
    public static async Task<(int ExitCode, string Error)> RunToEndAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = Launch(arguments, environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }

    public async ValueTask DisposeAsync()
    {
        Control.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Process Launch(string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, Program));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var name in new[] { "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPNETCORE_URLS", "DOTNET_URLS", "URLS" })
            start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/instances/sandbox/", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InstanceUrl();
}
