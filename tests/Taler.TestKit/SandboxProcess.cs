using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Taler.TestKit;

/// <summary>The sandbox program as a process of its own, on a free loopback port. The test project references Taler.Merchant.Sandbox.</summary>
public sealed partial class SandboxProcess : IAsyncDisposable
{
    public const string AccessToken = "secret-token:sandbox";

    private const string Program = "Taler.Merchant.Sandbox.dll";

    private readonly string[] _arguments;
    private Process? _process;

    private SandboxProcess(string[] arguments, Process process, Uri baseUrl)
    {
        (_arguments, _process, BaseUrl) = (arguments, process, baseUrl);
        Control = new SandboxControl(baseUrl);
    }

    /// <summary>Base URL of the instance, ending with a slash.</summary>
    public Uri BaseUrl { get; }

    public SandboxControl Control { get; }

    /// <param name="arguments">More arguments for the program, for example <c>--Sandbox:PayDelay 00:00:30</c>.</param>
    public static async Task<SandboxProcess> StartAsync(params string[] arguments)
    {
        var (process, baseUrl) = await ListenAsync("http://127.0.0.1:0", arguments);
        return new SandboxProcess(arguments, process, baseUrl);
    }

    /// <summary>Starts a sandbox that can be killed and come back to its port, because the system gives that port to nobody by itself.</summary>
    public static async Task<SandboxProcess> StartToComeBackAsync(params string[] arguments)
    {
        var (process, baseUrl) = await ListenAsync($"http://127.0.0.1:{QuietPort()}", arguments);
        return new SandboxProcess(arguments, process, baseUrl);
    }

    /// <summary>Ends the program as a crash does.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Starts the program again after <see cref="KillAsync"/>. It knows nothing of what was.</summary>
    public async Task ComeBackAsync() => (_process, _) = await ListenAsync(BaseUrl.GetLeftPart(UriPartial.Authority), _arguments);

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
        await KillAsync();
    }

    private static async Task<(Process Process, Uri BaseUrl)> ListenAsync(string urls, string[] arguments)
    {
        var process = Launch(["--urls", urls, .. arguments]);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (InstanceUrl().Match(line) is { Success: true } match)
            {
                // The pipes must be emptied, or a talkative program stops when they are full.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
                return (process, new Uri(match.Value));
            }
        }
        var error = await process.StandardError.ReadToEndAsync();
        process.Dispose();
        throw new InvalidOperationException("The sandbox did not start: " + error);
    }

    /// <summary>A free port below those that the system hands out.</summary>
    private static int QuietPort()
    {
        while (true)
        {
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            var port = Random.Shared.Next(20_000, 32_000);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one will do.
            }
        }
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
