using Taler.Paywall.Sessions;

namespace Taler.Paywall.Tests.Sessions;

public sealed class ResourceKeyTests
{
    [Theory]
    [InlineData("", 0xcbf29ce484222325)]
    [InlineData("a", 0xaf63dc4c8601ec8c)]
    [InlineData("foobar", 0x85944171f73967e8)]
    public void A_name_has_the_same_key_on_every_node_and_in_every_release(string name, ulong key) => Assert.Equal(new ResourceKey(key), ResourceKey.Of(name));
}
