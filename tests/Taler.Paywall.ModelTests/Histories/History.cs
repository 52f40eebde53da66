namespace Taler.Paywall.ModelTests.Histories;

/// <summary>What happens in a shop, one step after another.</summary>
/// <param name="OnClick">Whether the shop creates orders on a click only.</param>
/// <param name="Steps">The steps.</param>
internal sealed record History(bool OnClick, IReadOnlyList<Step> Steps)
{
    public override string ToString() =>
        string.Join('\n', Steps.Select(step => step.Text).Prepend($"Orders are created on {(OnClick ? "a click" : "request")}."));
}
