using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Taler.Paywall.Diagnostics;
using Taler.Paywall.Pages;

namespace Taler.Paywall.Settings;

/// <summary>Holds the rules in force. A changed configuration replaces them; one that is wrong is logged and changes nothing.</summary>
internal sealed class PaywallRulesMonitor : IPageLookInForce, IDisposable
{
    private readonly Lock _reloading = new();
    private readonly IOptionsFactory<TalerPaywallOptions> _options;
    private readonly PaywallRulesCompiler _compiler;
    private readonly SettingsChange _change;
    private readonly ILogger _logger;
    private readonly List<IDisposable> _subscriptions;
    private volatile PaywallRules _current;

    public PaywallRulesMonitor(
        IOptionsMonitor<TalerPaywallOptions> monitor,
        IOptionsFactory<TalerPaywallOptions> options,
        IEnumerable<SettingsSource> sources,
        PaywallRulesCompiler compiler,
        SettingsChange change,
        ILogger<PaywallRulesMonitor> logger)
    {
        (_options, _compiler, _change, _logger) = (options, compiler, change, logger);
        _current = compiler.Compile(monitor.CurrentValue);
        _subscriptions = [.. sources.Select(source => ChangeToken.OnChange(source.Configuration.GetReloadToken, Reload, source))];
    }

    public PaywallRules Current => _current;

    PageLook IPageLookInForce.Look => _current.Look;

    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
            subscription.Dispose();
    }

    private void Reload(SettingsSource source)
    {
        lock (_reloading)
        {
            try
            {
                source.Forget();
                var changed = _compiler.Compile(_options.Create(Options.DefaultName));
                if (changed.Resources.Count == 0 && _current.Resources.Count > 0)
                {
                    Log.ReloadEmpty(_logger);
                    return;
                }
                _current = changed;
            }
            catch (Exception wrong)
            {
                // Whatever a configuration source or the application's own code throws here must not reach whoever caused the reload.
                Log.ReloadRefused(_logger, wrong.Message, wrong is OptionsValidationException ? null : wrong);
                return;
            }
            Log.Reloaded(_logger, _current.Resources.Count);
            TellOthers();
        }
    }

    /// <summary>The rules are in force already, so what fails here takes nothing back.</summary>
    private void TellOthers()
    {
        try
        {
            _change.Tell();
        }
        catch (Exception error)
        {
            // The options are made once more for the framework's monitors, and the application's own code listens to those.
            Log.ReloadNotTold(_logger, error);
        }
    }
}
