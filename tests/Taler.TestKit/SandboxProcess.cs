using System.Net;
using System.Net.Sockets;

namespace Taler.TestKit;

/// <summary>The sandbox program as a process of its own, on a free loopback port. The test project references Taler.Merchant.Sandbox.</summary>
public sealed class SandboxProcess : IAsyncDisposable
{
    public const string AccessToken = "secret-token:sandbox";

    private const string Program = "Taler.Merchant.Sandbox";
    private const string Ready = "Taler sandbox ready at ";

    private readonly string[] _arguments;
    private HostProcess? _host;

    private SandboxProcess(string[] arguments, HostProcess host)
    {
        (_arguments, _host, BaseUrl) = (arguments, host, host.SandboxInstance);
        Control = new SandboxControl(BaseUrl);
    }

    /// <summary>Base URL of the instance, ending with a slash.</summary>
    public Uri BaseUrl { get; }

    public SandboxControl Control { get; }

    /// <param name="arguments">More arguments for the program, for example <c>--Sandbox:PayDelay 00:00:30</c>.</param>
    public static async Task<SandboxProcess> StartAsync(params string[] arguments) => new(arguments, await ListenAsync(HostProcess.AnyPort, arguments));

    /// <summary>Starts a sandbox that can be killed and come back to its port, because the system gives that port to nobody by itself.</summary>
    public static async Task<SandboxProcess> StartToComeBackAsync(params string[] arguments) =>
        new(arguments, await ListenAsync($"http://127.0.0.1:{QuietPort()}", arguments));

    /// <summary>Ends the program as a crash does.</summary>
    public async Task KillAsync()
    {
        if (_host is null)
            return;
        await _host.DisposeAsync();
        _host = null;
    }

    /// <summary>Starts the program again after <see cref="KillAsync"/>. It knows nothing of what was.</summary>
    public async Task ComeBackAsync() => _host = await ListenAsync(BaseUrl.GetLeftPart(UriPartial.Authority), _arguments);

    /// <summary>Runs the program to its end.</summary>
    /// <returns>Its exit code and what it wrote to standard error.</returns>
    public static Task<(int ExitCode, string Error)> RunToEndAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        HostProcess.RunToEndAsync(new HostStart(Program, arguments) { Environment = environment });

    public async ValueTask DisposeAsync()
    {
        Control.Dispose();
        await KillAsync();
    }

    private static Task<HostProcess> ListenAsync(string urls, string[] arguments) =>
        HostProcess.StartAsync(new HostStart(Program, ["--urls", urls, .. arguments]), Ready);

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
}
