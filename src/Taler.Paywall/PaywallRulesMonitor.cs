using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Taler.Paywall.Diagnostics;
using Taler.Paywall.Settings;

namespace Taler.Paywall;

/// <summary>Holds the rules in force. A changed configuration replaces them; one that is wrong is logged and changes nothing.</summary>
internal sealed class PaywallRulesMonitor : IDisposable
{
    private readonly IOptionsFactory<TalerPaywallOptions> _options;
    private readonly PaywallRulesCompiler _compiler;
    private readonly ILogger _logger;
    private readonly List<IDisposable> _subscriptions = [];
    private volatile PaywallRules _current;

    public PaywallRulesMonitor(
        IOptionsFactory<TalerPaywallOptions> options,
        IEnumerable<SettingsReload> reloads,
        PaywallRulesCompiler compiler,
        ILogger<PaywallRulesMonitor> logger,
        IHostEnvironment? environment = null)
    {
        _options = options;
        _compiler = compiler;
        _logger = logger;
        _current = Compile();
        Log.RulesLoaded(logger, _current.Count);
        if (_current.PublicBaseUrl is null && environment?.IsProduction() is true)
            Log.NoPublicBaseUrl(logger);
        foreach (var reload in reloads)
            _subscriptions.Add(ChangeToken.OnChange(reload.Configuration.GetReloadToken, Reload));
    }

    public PaywallRules Current => _current;

    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
            subscription.Dispose();
    }

    private PaywallRules Compile() => _compiler.Compile(_options.Create(Options.DefaultName));

    private void Reload()
    {
        try
        {
            _current = Compile();
            Log.RulesLoaded(_logger, _current.Count);
        }
        catch (OptionsValidationException wrong)
        {
            Log.ReloadRefused(_logger, wrong.Message);
        }
    }
}
