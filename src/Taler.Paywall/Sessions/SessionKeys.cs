using Microsoft.AspNetCore.DataProtection;
using Taler.Paywall.Diagnostics;

namespace Taler.Paywall.Sessions;

/// <summary>
/// Whether the keys that sign and encrypt sessions can be had. Data Protection loads them when they are needed first, and keeps them while their store is
/// away later. So once they were there they stay, and until then a cookie that cannot be read says nothing of its visitor.
/// </summary>
internal sealed class SessionKeys(IDataProtectionProvider dataProtection, TimeProvider clock, TroubleLog<SessionKeys> log)
{
    /// <summary>How long the store is left alone that could not be read.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly IDataProtector _protector = dataProtection.CreateProtector("Taler.Paywall.SessionKeys");
    private readonly Lock _trying = new();
    private volatile bool _wereThere;
    private long? _failed;

    public bool AreThere => _wereThere || Try();

    private bool Try()
    {
        lock (_trying)
        {
            if (_wereThere)
                return true;
            if (_failed is { } failed && clock.GetElapsedTime(failed) < Pause)
                return false;
            try
            {
                _protector.Protect([]);
                return _wereThere = true;
            }
            catch (Exception error)
            {
                // A store of the site's own may throw anything.
                _failed = clock.GetTimestamp();
                log.KeysUnavailable(error);
                return false;
            }
        }
    }
}
