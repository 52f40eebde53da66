using System.Reflection;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests;

/// <summary>What users can see changes only on purpose: the approved text changes in the same commit.</summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("Taler.Merchant")]
    [InlineData("Taler.Paywall")]
    [InlineData("Taler.Paywall.PayPage")]
    [InlineData("Taler.Merchant.Sandbox")]
    public void The_public_api_is_the_approved_one(string project)
    {
        var described = PublicApi.Describe(Assembly.Load(project));
        var approved = PublicApi.ApprovedFile(project);
        var received = Path.Combine(AppContext.BaseDirectory, project + ".PublicApi.received.txt");
        File.WriteAllText(received, described);

        Assert.True(
            File.Exists(approved) && File.ReadAllText(approved) == described,
            $"The public API of {project} has changed. If it is meant, copy {received} to {approved} and tell users in CHANGELOG.md.");
    }
}
