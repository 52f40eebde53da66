using System.IO.Enumeration;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.Reliability;

/// <summary>
/// The shop's end of the wire to the backend. It counts, leads the call in trouble to a port where nobody listens, and lets time
/// pass when the backend is silent or slow.
/// </summary>
internal sealed class Wire(SandboxControl sandbox) : IDisposable
{
    private readonly Socket _deaf = Deaf();
    private int _calls;
    private int _tries;
    private volatile Breakage? _broken;

    /// <summary>Everything that was sent since the trouble began.</summary>
    public int Calls => _calls;

    /// <summary>How often the call in trouble was sent.</summary>
    public int Tries => _tries;

    public void AddTo(IServiceCollection services) =>
        services.AddHttpClient(TalerMerchantDefaults.HttpClientName)
            .AddHttpMessageHandler(provider => new Handler(this, (PatientClock)provider.GetRequiredService<TimeProvider>()));

    public async Task BreakAsync(BackendCall call, Trouble trouble)
    {
        await sandbox.ClearRequestsAsync();
        await sandbox.ClearFaultsAsync();
        if (trouble.Fault is { } fault)
            await sandbox.SetFaultAsync(fault with { Match = call.Match, Times = 1000 });
        (_calls, _tries, _broken) = (0, 0, new Breakage(call, trouble));
    }

    public Task MendAsync()
    {
        _broken = null;
        return sandbox.ClearFaultsAsync();
    }

    public void Dispose() => _deaf.Dispose();

    /// <summary>A port that is taken, so that nobody else gets it, but where no connection is accepted.</summary>
    private static Socket Deaf()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private Task ArrivedAsync(BackendCall call, int tries) => Eventually.IsSoAsync(async () =>
        (await sandbox.RequestsAsync()).Count(request => IsOf(call, request.Method, request.Path)) >= tries);

    private static bool IsOf(BackendCall call, string method, string path) =>
        FileSystemName.MatchesSimpleExpression(call.Match, $"{method} {path}", ignoreCase: false);

    private sealed record Breakage(BackendCall Call, Trouble Trouble);

    private sealed class Handler(Wire wire, PatientClock clock) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref wire._calls);
            var path = request.RequestUri!.AbsolutePath["/instances/sandbox/".Length..];
            if (wire._broken is not var (call, trouble) || !IsOf(call, request.Method.Method, path))
                return await base.SendAsync(request, cancellationToken);

            var tries = Interlocked.Increment(ref wire._tries);
            if (trouble.Fault is null)
                request.RequestUri = new UriBuilder(request.RequestUri) { Port = ((IPEndPoint)wire._deaf.LocalEndPoint!).Port }.Uri;
            var sending = base.SendAsync(request, cancellationToken);
            if (trouble.IsSilent)
            {
                await wire.ArrivedAsync(call, tries);
                clock.Advance(call.Limit);
            }
            var response = await sending;
            if (trouble.IsSlow)
                ThreadPool.QueueUserWorkItem(_ => clock.Advance(call.Limit));
            return response;
        }
    }
}
