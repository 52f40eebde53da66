using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Taler.Merchant.Tests.Support;

/// <summary>A client as an application has it, with a clock that stands still and a log that can be read.</summary>
internal sealed class MerchantHost : IAsyncDisposable
{
    public const string AccessToken = "secret-token:k3y-of-the-shop";

    private readonly ServiceProvider _services;

    private MerchantHost(ServiceProvider services, LogProbe log, PatientClock clock)
    {
        _services = services;
        Log = log;
        Clock = clock;
        Client = services.GetRequiredService<ITalerMerchantClient>();
    }

    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(5);

    public static TimeSpan TryLimit { get; } = Timeout / 2;

    public ITalerMerchantClient Client { get; }

    public LogProbe Log { get; }

    public PatientClock Clock { get; }

    public IServiceProvider Services => _services;

    public static MerchantHost Of(ScriptedBackend backend, Action<TalerMerchantOptions>? configure = null, Action<IServiceCollection>? services = null) =>
        Of(backend.BaseUrl, configure, services);

    public static MerchantHost Of(Uri baseUrl, Action<TalerMerchantOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var log = new LogProbe();
        var clock = new PatientClock(TryLimit);
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(clock);
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        collection.AddTalerMerchant(options =>
        {
            options.BaseUrl = baseUrl.AbsoluteUri;
            options.AccessToken = AccessToken;
            options.Timeout = Timeout;
            configure?.Invoke(options);
        });
        services?.Invoke(collection);
        return new MerchantHost(collection.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }), log, clock);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
