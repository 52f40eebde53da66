using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Taler.Paywall.Settings;

/// <summary>
/// Tells the framework's options monitors of a change once it is known to be right. The framework's own source would have them validate
/// every change themselves, and throw at whoever reloads the configuration.
/// </summary>
internal sealed class SettingsChange : IOptionsChangeTokenSource<TalerPaywallOptions>
{
    private ConfigurationReloadToken _token = new();

    public string Name => Options.DefaultName;

    public IChangeToken GetChangeToken() => Volatile.Read(ref _token);

    public void Tell() => Interlocked.Exchange(ref _token, new ConfigurationReloadToken()).OnReload();
}
