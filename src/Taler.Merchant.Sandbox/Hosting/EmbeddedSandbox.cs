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
    TimeProvider? clock) : IHostedLifecycleService, IDisposable
{
    private WebApplication? _server;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        StartRules.OfApplication.CheckEnvironment(environment.IsProduction(), options);
        _server = SandboxServer.Build(options, [address], clock ?? TimeProvider.System, services =>
        {
            services.AddLogging(logging => logging.AddProvider(new ForwardingProvider(loggers)).AddFilter("Microsoft", LogLevel.Warning));
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

    public void Dispose()
    {
        ((IDisposable?)_server)?.Dispose();
        address.Dispose();
    }

    /// <summary>Logs where the application logs. Request lines of this server would carry claim tokens and session-IDs, so they are left out.</summary>
    private sealed class ForwardingProvider(ILoggerFactory loggers) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => loggers.CreateLogger(categoryName);

        public void Dispose()
        {
        }
    }

    /// <summary>Signals of the operating system are the application's business alone.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
