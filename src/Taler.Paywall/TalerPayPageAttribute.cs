namespace Taler.Paywall;

/// <summary>Says for a sold endpoint where its visitors pay, whatever the site's setting <c>PayPage</c> says.</summary>
/// <param name="payPage">Where they pay.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class TalerPayPageAttribute(TalerPayPage payPage) : Attribute
{
    /// <summary>Where visitors pay.</summary>
    public TalerPayPage PayPage => payPage;
}
