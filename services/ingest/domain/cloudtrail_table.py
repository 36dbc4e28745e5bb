"""Where the operations of AWS name instance types and numbers, request and response.

Sources: API references of EC2, Auto Scaling, SageMaker, EKS, Batch and EMR, whose parameters
CloudTrail repeats.
"""

import re

from services.ingest.domain.asks import Ask, Attached, Family

FAMILY = Family(
    re.compile(r"(?:ml\.)?(?:(?:u-)?(?:p|g|gr)\d|trn\d|inf\d|dl\d|vt\d|accelerator:)"),
    frozenset({"instancetype", "instancetypes", "ec2instancetype"}),
)
_REQUIRED = Attached(
    "instanceRequirements", "acceleratorNames", ("acceleratorCount.max",), "accelerator:"
)


def _overrides(path: str, *capacity: str) -> Ask:
    weighed = (f"{path}.weightedCapacity", "TargetCapacitySpecification.TargetCapacityUnitType")
    return Ask("instanceType", path, (), capacity, weighed, each=1, attached=_REQUIRED)


def _groups(*paths: str, count: str = "instanceCount") -> tuple[Ask, ...]:
    return tuple(Ask("instanceType", path, (count,)) for path in paths)


_SCALING = (
    _overrides("mixedInstancesPolicy.launchTemplate.overrides", "desiredCapacity", "minSize"),
)
_ONE = (Ask("instanceType", each=1),)
_RESERVED = (Ask("instanceType", "", ("instanceCount", "totalInstanceCount")),)
# What each operation asks for, from the object that holds its parameters.
ASKS: dict[str, tuple[Ask, ...]] = {
    "RunInstances": (
        Ask(
            "instanceType",
            "",
            ("instancesSet.maxCount", "instancesSet.minCount"),
            attached=_REQUIRED,
        ),
    ),
    "StartInstances": (Ask("instanceType", "instancesSet", each=1),),
    "ModifyInstanceAttribute": (Ask("instanceType", each=1), Ask("value", each=1)),
    "CreateFleet": (
        _overrides(
            "LaunchTemplateConfigs.Overrides", "TargetCapacitySpecification.TotalTargetCapacity"
        ),
    ),
    "RequestSpotFleet": (
        _overrides("launchSpecifications", "targetCapacity"),
        _overrides("launchTemplateConfigs.overrides", "targetCapacity"),
    ),
    "RequestSpotInstances": (
        Ask("launchSpecification.instanceType", "", ("instanceCount",), each=1),
    ),
    "CreateAutoScalingGroup": _SCALING,
    "UpdateAutoScalingGroup": _SCALING,
    "SetDesiredCapacity": _SCALING,
    "CreateCapacityReservation": _RESERVED,
    "PurchaseCapacityBlock": _RESERVED,
    "PurchaseCapacityBlockExtension": _RESERVED,
    "PurchaseReservedInstancesOffering": _RESERVED,
    "AllocateHosts": (Ask("instanceType", "", ("quantity",), each=1),),
    "CreateTrainingJob": _groups("resourceConfig", "resourceConfig.instanceGroups"),
    "CreateHyperParameterTuningJob": _groups(
        "trainingJobDefinition.resourceConfig", "trainingJobDefinitions.resourceConfig"
    ),
    "CreateProcessingJob": _groups("processingResources.clusterConfig"),
    "CreateTransformJob": _groups("transformResources"),
    "CreateEndpointConfig": _groups("productionVariants", count="initialInstanceCount"),
    "CreateNotebookInstance": _ONE,
    "UpdateNotebookInstance": _ONE,
    "CreateApp": (Ask("instanceType", "resourceSpec", each=1),),
    "sagemaker:CreateCluster": _groups("instanceGroups"),
    "sagemaker:UpdateCluster": _groups("instanceGroups"),
    "CreateNodegroup": (
        Ask(
            "instanceTypes", "", (), ("scalingConfig.desiredSize", "scalingConfig.minSize"), each=1
        ),
    ),
    "CreateComputeEnvironment": (Ask("instanceTypes", "computeResources"),),
    "RunJobFlow": _groups("instances.instanceGroups"),
}
# What the response says was started: it stands before what was asked for.
ANSWERS: dict[str, tuple[Ask, ...]] = {
    "RunInstances": (Ask("instanceType", "instancesSet", each=1),),
    "StartInstances": (Ask("instanceType", "instancesSet", each=1),),
    "CreateFleet": (Ask("instanceType", "fleetInstanceSet", ("instanceIds[]",), each=1),),
    "CreateCapacityReservation": (
        Ask("instanceType", "capacityReservation", ("totalInstanceCount",)),
    ),
    "PurchaseCapacityBlock": (Ask("instanceType", "capacityReservation", ("totalInstanceCount",)),),
}
TEMPLATES = frozenset(
    {
        *("CreateLaunchTemplate", "CreateLaunchTemplateVersion", "CreateLaunchConfiguration"),
        *("ModifyLaunchTemplate", "RegisterJobDefinition", "RegisterTaskDefinition"),
    }
)
