namespace Taler.Paywall.Pages;

/// <summary>Tells how pages look by the configuration that is in force now.</summary>
internal interface IPageLookInForce
{
    PageLook Look { get; }
}
