using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Taler.Merchant.Sandbox.Hosting;

/// <summary>Runs a sandbox beside the application: it is there before anything else starts, and goes after everything else.</summary>
internal sealed class EmbeddedSandbox(
    TalerSandboxOptions options,
    ListenAddress address,
    IHostEnvironment environment,
    ILoggerFactory loggers,
    TimeProvider? clock) : IHostedLifecycleService, IAsyncDisposable
{
    private WebApplication? _server;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        StartRules.CheckEnvironment(environment.IsProduction(), options);
        _server = SandboxServer.Build(options, [address], clock ?? TimeProvider.System, services =>
        {
            services.AddSingleton(loggers);
            services.AddSingleton<IHostLifetime, NoLifetime>();
        });
        await _server.StartAsync(cancellationToken);
        Log.Ready(loggers.CreateLogger<TalerSandbox>(), SandboxServer.InstanceUrl(address));
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => _server?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        address.Dispose();
    }

    /// <summary>Signals of the operating system are the application's business alone.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
